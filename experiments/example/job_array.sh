#!/bin/bash
# One share of a study for each job of an array: `ruralparty design STUDY` once, then `sbatch job_array.sh STUDY`.
# Shares depend on the names of the runs alone. A job that ends early is handed in again with its own number
# (`sbatch --array=7 job_array.sh STUDY`); a last `ruralparty sweep STUDY` does whatever is left.
#SBATCH --job-name=ruralparty
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@60
set -eu
study=${1:?usage: sbatch job_array.sh STUDY}
share="${SLURM_ARRAY_TASK_ID:-1}/${SLURM_ARRAY_TASK_COUNT:-1}"
exec ruralparty sweep "$study" --shard "$share" --jobs "${SLURM_CPUS_PER_TASK:-1}"
