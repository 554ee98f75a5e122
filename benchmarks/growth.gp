# Draws what `matching --growth FILE` wrote: gnuplot -e "points='FILE'; out='growth.png'" growth.gp
set terminal pngcairo size 800,520 font "sans,12"
set output out
set datafile separator ','
set key top left reverse Left samplen 1 spacing 1.3
set grid
set logscale xy
set title "A proven optimal matching over every eligible lane, two threads"
set xlabel "offers + requirements"
set ylabel "seconds"
stats points skip 1 using (log($2)):(log($3)) name 'wall' nooutput
stats points skip 1 using (log($2)):(log($4)) name 'cpu' nooutput
stats points skip 1 using 2:3 name 'range' nooutput
stats points skip 1 using ($3 < $4 ? $3 : $4) name 'low' nooutput
set xrange [range_min_x / 1.6 : range_max_x * 2]
set yrange [low_min / 3 : range_max_y * 4]
set format x "%.0f"
set format y "%g"
set xtics (5000, 10000, 20000, 50000, 100000, 200000, 500000)
plot exp(wall_intercept) * x ** wall_slope notitle linecolor rgb "#1f5fa8" linewidth 1.5, \
     exp(cpu_intercept) * x ** cpu_slope notitle linecolor rgb "#c05a1f" linewidth 1.5 dashtype 2, \
     points skip 1 using 2:3 with points pointtype 7 pointsize 1.5 linecolor rgb "#1f5fa8" \
       title sprintf("wall time; least squares: c size^{%.2f}", wall_slope), \
     points skip 1 using 2:4 with points pointtype 4 pointsize 1.5 linecolor rgb "#c05a1f" \
       title sprintf("processor time of both threads; c size^{%.2f}", cpu_slope), \
     points skip 1 using 2:(($3 < $4 ? $3 : $4) / 1.5):1 with labels notitle
